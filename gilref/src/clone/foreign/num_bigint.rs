//! Big integers.

use crate::clone::by_clone::by_clone;

macro_rules! num_bigint {
    ($krate:ident) => {
        by_clone! {
            $krate::BigInt,
            $krate::BigUint,
            $krate::ParseBigIntError,
            $krate::Sign,
        }
    };
}

#[cfg(feature = "num-bigint")]
num_bigint!(num_bigint);
#[cfg(feature = "num-bigint-0-5")]
num_bigint!(num_bigint_0_5);
#[cfg(feature = "num-bigint-0-3")]
num_bigint!(num_bigint_0_3);
