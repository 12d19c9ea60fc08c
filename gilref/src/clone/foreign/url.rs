//! URLs.

use crate::clone::by_clone::by_clone;

by_clone! {
    url::Host,
    url::Origin,
    url::ParseError,
    url::Url,
}
