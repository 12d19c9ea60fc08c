//! `Bytes`, of which a clone shares the buffer, and `BytesMut`, of which it copies it.

use crate::clone::by_clone::by_clone;

by_clone! {
    bytes::Bytes,
    bytes::BytesMut,
}
