//! Decimals.

use crate::clone::by_clone::by_clone;

by_clone! {
    rust_decimal::Decimal,
    rust_decimal::Error,
    rust_decimal::RoundingStrategy,
}
