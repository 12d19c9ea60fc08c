//! JSON values.

use crate::clone::by_clone::by_clone;

by_clone! {
    serde_json::Map<String, serde_json::Value>,
    serde_json::Number,
    serde_json::Value,
}
