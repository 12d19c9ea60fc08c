//! Big integers.

use crate::clone::plain::plain;

plain! {
    num_bigint::BigInt,
    num_bigint::BigUint,
    num_bigint::ParseBigIntError,
    num_bigint::Sign,
}
