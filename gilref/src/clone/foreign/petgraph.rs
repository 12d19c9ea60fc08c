//! Graphs, with references in nodes, in edges, or in both.

use crate::{GilClone, GilDrop, GilToken};

macro_rules! petgraph {
    ($krate:ident) => {
        const _: () = {
            use $krate::graph::{EdgeIndex, Graph, IndexType, NodeIndex};
            use $krate::stable_graph::StableGraph;
            use $krate::{Directed, Direction, EdgeType, Undirected};

            use $crate::clone::by_clone::by_clone;
            use $crate::clone::shared::shared_and_dropped;

            by_clone! { Directed, Direction, Undirected }

            shared_and_dropped! {
                [Ix: Copy] EdgeIndex<Ix>;
                [Ix: Copy] NodeIndex<Ix>;
            }

            /// Indices are kept.
            impl<N, E, Ty, Ix> GilClone for Graph<N, E, Ty, Ix>
            where
                N: GilClone,
                E: GilClone,
                Ty: EdgeType,
                Ix: IndexType,
            {
                #[inline]
                fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
                    self.map(|_, node| node.clone_ref(py), |_, edge| edge.clone_ref(py))
                }
            }

            impl<N, E, Ty, Ix> GilDrop for Graph<N, E, Ty, Ix>
            where
                N: GilDrop,
                E: GilDrop,
                Ty: EdgeType,
                Ix: IndexType,
            {
                #[inline]
                fn drop_ref<'py>(self, py: impl GilToken<'py>) {
                    let (nodes, edges) = self.into_nodes_edges();
                    for node in nodes {
                        node.weight.drop_ref(py);
                    }
                    for edge in edges {
                        edge.weight.drop_ref(py);
                    }
                }
            }

            /// Indices are kept, with the holes among them and the order in which holes are filled.
            impl<N, E, Ty, Ix> GilClone for StableGraph<N, E, Ty, Ix>
            where
                N: GilClone,
                E: GilClone,
                Ty: EdgeType,
                Ix: IndexType,
            {
                #[inline]
                fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
                    self.map(|_, node| node.clone_ref(py), |_, edge| edge.clone_ref(py))
                }
            }

            /// As Rust drops it: to take it apart would cost more than the questions.
            impl<N, E, Ty, Ix> GilDrop for StableGraph<N, E, Ty, Ix> {
                #[inline]
                fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
            }
        };
    };
}

#[cfg(feature = "petgraph")]
petgraph!(petgraph);
#[cfg(feature = "petgraph-0-7")]
petgraph!(petgraph_0_7);
#[cfg(feature = "petgraph-0-6")]
petgraph!(petgraph_0_6);
