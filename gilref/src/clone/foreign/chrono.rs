//! Dates and times of chrono.

use chrono::{DateTime, TimeZone};

use crate::clone::by_clone::by_clone;
use crate::{GilClone, GilDrop, GilToken};

by_clone! {
    chrono::Days,
    chrono::Duration, // `TimeDelta` has this name in each version
    chrono::FixedOffset,
    chrono::IsoWeek,
    chrono::Month,
    chrono::Months,
    chrono::NaiveDate,
    chrono::NaiveDateTime,
    chrono::NaiveTime,
    chrono::OutOfRange,
    chrono::ParseError,
    chrono::ParseMonthError,
    chrono::ParseWeekdayError,
    chrono::RoundingError,
    chrono::Utc,
    chrono::Weekday,
}

/// A time zone's offset has `Clone`: chrono asks for it.
impl<Tz: TimeZone> GilClone for DateTime<Tz> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        self.clone()
    }
}

impl<Tz: TimeZone> GilDrop for DateTime<Tz> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}
