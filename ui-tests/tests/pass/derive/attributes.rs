//! How a field says that it is cloned in another way.

use gilref::{GilClone, Py, types::PyAny};

use crate::{attached, object};

#[test]
fn a_field_with_only_clone() {
    #[derive(Clone)]
    struct Connection {
        port: u16,
    }

    #[derive(GilClone)]
    struct Handler {
        #[gil_clone(clone)]
        connection: Connection,
        callback: Py<PyAny>,
    }

    attached(|py| {
        let handler = Handler {
            connection: Connection { port: 80 },
            callback: object(py),
        };
        let copy = handler.clone_ref(py);
        assert_eq!(copy.connection.port, 80);
        assert!(copy.callback.is(&handler.callback));
    });
}
