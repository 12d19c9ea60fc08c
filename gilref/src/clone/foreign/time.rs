//! Dates and times of time.

use crate::clone::plain::plain;

plain! {
    time::Date,
    time::Duration,
    time::Month,
    time::OffsetDateTime,
    time::PrimitiveDateTime,
    time::Time,
    time::UtcDateTime,
    time::UtcOffset,
    time::Weekday,
}
