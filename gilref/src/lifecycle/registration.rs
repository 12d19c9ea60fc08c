//! The registration of the exit callback, and the exit: what each of them does to the word and the gates.
//!
//! Without a GIL the exit may begin while another thread registers: between its look at the gate and the
//! end of its registration. The callback was called, and won't be called again; nothing may count as
//! registered from then on, and no thread may ask for a drain. So the exit first closes the gate and then
//! takes the registration back, and whoever registers looks at the gate *after* it has opened what a
//! registration opens. Whichever of the two comes second on the word, or on the gate for requests, sees
//! what the other has done before, and the registration is taken back.
//!
//! Between its opening and its closing again, a third thread may ask. It is let in by that gate and not
//! refused by anything else, and the exit has looked already. But the thread that registers is attached
//! and does not detach meanwhile, and it waits for the third one: CPython does not finalize before every
//! attached thread has come to a place where it can be stopped.

use crate::gate::Gate;
use crate::generation::Word;

/// What the exit and a registration have in common.
pub(crate) struct Registration<'a> {
    pub(crate) word: &'a Word,
    pub(crate) attaching: &'a Gate,
    pub(crate) asking: &'a Gate,
}

impl Registration<'_> {
    /// Returns whether this thread is to register the callback. Not where the list of callbacks will not be
    /// run again. One thread does it; another that comes meanwhile must not wait for it, because it holds
    /// the GIL.
    pub(crate) fn begin(&self) -> bool {
        !self.attaching.is_closed() && self.word.begin_registration()
    }

    /// The callback is in the list: it counts as registered, unless the exit has begun.
    pub(crate) fn finish(&self) {
        if !self.word.finish_registration() {
            return;
        }
        self.asking.open();
        // Not before the line above: the exit may come in between.
        if self.attaching.is_closed() {
            self.word.clear_registered();
            self.close_for_requests();
        }
    }

    /// The callback was called. `is_final`: the interpreter is finalized after it.
    pub(crate) fn exit(&self, is_final: bool) {
        if is_final {
            // First: from here on nothing is registered.
            self.attaching.close();
        }
        self.word.clear_registered();
        self.close_for_requests();
    }

    /// From here on no thread asks the main thread for a drain.
    fn close_for_requests(&self) {
        self.asking.close();
        self.asking.wait();
    }
}
