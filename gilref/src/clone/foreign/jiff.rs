//! Dates and times of jiff. A clone of a `TimeZone`, and so of a `Zoned`, which contains one, adds
//! at most one to a Rust reference count.

use crate::clone::by_clone::by_clone;

by_clone! {
    jiff::Error,
    jiff::SignedDuration,
    jiff::Span,
    jiff::SpanFieldwise,
    jiff::Timestamp,
    jiff::Unit,
    jiff::Zoned,
    jiff::civil::Date,
    jiff::civil::DateTime,
    jiff::civil::Era,
    jiff::civil::ISOWeekDate,
    jiff::civil::Time,
    jiff::civil::Weekday,
    jiff::tz::Disambiguation,
    jiff::tz::Dst,
    jiff::tz::Offset,
    jiff::tz::OffsetConflict,
    jiff::tz::TimeZone,
    jiff::tz::TimeZoneDatabase,
}
