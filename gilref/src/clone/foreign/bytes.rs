//! `Bytes` and `BytesMut`: a clone of `Bytes` shares the buffer, a clone of `BytesMut` copies it.

use crate::clone::by_clone::by_clone;

by_clone! {
    bytes::Bytes,
    bytes::BytesMut,
}
