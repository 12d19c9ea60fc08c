//! Big integers.

use crate::clone::by_clone::by_clone;

by_clone! {
    num_bigint::BigInt,
    num_bigint::BigUint,
    num_bigint::ParseBigIntError,
    num_bigint::Sign,
}
