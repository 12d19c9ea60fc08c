//! Decimals.

use crate::clone::plain::plain;

plain! {
    rust_decimal::Decimal,
    rust_decimal::Error,
    rust_decimal::RoundingStrategy,
}
