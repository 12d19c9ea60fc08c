//! Dates and times of the crate `time`.

use crate::clone::by_clone::by_clone;

by_clone! {
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
