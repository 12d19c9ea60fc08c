//! URLs.

use crate::clone::plain::plain;

plain! {
    url::Host,
    url::Origin,
    url::ParseError,
    url::Url,
}
