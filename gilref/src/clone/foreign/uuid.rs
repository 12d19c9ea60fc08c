//! UUIDs.

use crate::clone::by_clone::by_clone;

by_clone! {
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
