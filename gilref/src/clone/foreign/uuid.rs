//! UUIDs.

use crate::clone::plain::plain;

plain! {
    uuid::Error,
    uuid::NonNilUuid,
    uuid::Timestamp,
    uuid::Uuid,
    uuid::Variant,
    uuid::Version,
    uuid::fmt::Braced,
    uuid::fmt::Hyphenated,
    uuid::fmt::Simple,
    uuid::fmt::Urn,
}
