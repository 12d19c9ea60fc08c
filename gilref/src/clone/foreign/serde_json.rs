//! JSON values.

use crate::clone::plain::plain;

plain! {
    serde_json::Map<String, serde_json::Value>,
    serde_json::Number,
    serde_json::Value,
}
