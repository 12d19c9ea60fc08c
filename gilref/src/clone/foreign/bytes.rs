//! `Bytes`, of which a clone shares the buffer, and `BytesMut`, of which it copies it.

use crate::clone::plain::plain;

plain! {
    bytes::Bytes,
    bytes::BytesMut,
}
