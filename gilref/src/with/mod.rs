//! Ready functions for `#[gil_clone(with = ..)]`: fields whose type mixes Python references with
//! types that have only `Clone`.
//!
//! | the field | the attribute |
//! |---|---|
//! | `HashMap<NodeIndex, Py<PyAny>>`, any map with such keys | `with = gilref::with::plain_keys` |
//! | `BTreeMap<String, Measurement>`, any map with such values | `with = gilref::with::plain_values` |
//! | `Vec<(Qubit, Py<PyAny>)>`, `Option<(Qubit, Py<PyAny>)>`, any sequence of such pairs | `with = gilref::with::plain_first` |
//! | `Vec<(Py<PyAny>, Qubit)>`, the other way round | `with = gilref::with::plain_second` |
//! | `Mutex<Vec<Py<PyAny>>>` | `with = gilref::with::mutex` |
//! | `RwLock<HashMap<String, Py<PyAny>>>` | `with = gilref::with::rw_lock` |
//! | the same of `parking_lot`, with the feature `parking_lot` | `with = gilref::with::parking_lot::mutex`, `rw_lock` |
//!
//! A field without any Python reference needs none of these: `#[gil_clone(clone)]`.
//!
//! # Functions of your own
//!
//! A function takes a reference to the field and a token by its type, and returns the copy. This
//! one would serve for a graph that can only be copied node by node:
//!
//! ```
//! use gilref::{GilClone, Python};
//! # struct Graph<N, E>(Vec<N>, Vec<E>);
//! # impl<N, E> Graph<N, E> {
//! #     fn map<M, F>(&self, f: impl FnMut(&N) -> M, g: impl FnMut(&E) -> F) -> Graph<M, F> {
//! #         Graph(self.0.iter().map(f).collect(), self.1.iter().map(g).collect())
//! #     }
//! # }
//!
//! fn clone_graph<N: GilClone, E: Clone>(graph: &Graph<N, E>, py: Python<'_>) -> Graph<N, E> {
//!     graph.map(|node| node.clone_ref(py), |edge| edge.clone())
//! }
//! ```

mod lock;
mod map;
pub(crate) mod pair;
#[cfg(feature = "parking_lot")]
pub mod parking_lot;

pub use lock::{mutex, rw_lock};
pub use map::{Map, plain_keys, plain_values};
pub use pair::{Pairs, plain_first, plain_second};
