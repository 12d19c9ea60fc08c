//! A thread of the operating system, started without the standard library where that can be done.
//!
//! `std::thread` takes a lock of its own when a thread starts and when it ends. A process that is forked
//! at that moment has a child in which every thread that the standard library starts waits for that lock
//! for ever. A program knows when it starts threads; it does not know when gilref does.

/// Starts a thread that calls `main(argument)`. Returns whether it was started.
#[cfg(unix)]
pub(super) fn start(main: fn(u64), argument: u64) -> bool {
    use std::ffi::c_void;
    use std::mem::MaybeUninit;
    use std::ptr;

    /// The same as for the main thread on most systems: destructors run on this thread, and they may need
    /// as much.
    const STACK_SIZE: usize = 8 << 20;

    type Call = (fn(u64), u64);

    extern "C" fn call(call: *mut c_void) -> *mut c_void {
        // SAFETY: from `Box::into_raw` below, and given to this thread alone.
        let call = unsafe { Box::from_raw(call.cast::<Call>()) };
        let (main, argument) = *call;
        main(argument);
        ptr::null_mut()
    }

    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    // SAFETY: may be written to.
    if unsafe { libc::pthread_attr_init(attributes.as_mut_ptr()) } != 0 {
        return false;
    }
    // SAFETY: initialized. Where the size is refused the default stays.
    unsafe { libc::pthread_attr_setstacksize(attributes.as_mut_ptr(), STACK_SIZE) };
    // SAFETY: initialized; a valid state: nobody joins the thread.
    unsafe {
        libc::pthread_attr_setdetachstate(attributes.as_mut_ptr(), libc::PTHREAD_CREATE_DETACHED)
    };
    let mut thread = MaybeUninit::<libc::pthread_t>::uninit();
    let argument = Box::into_raw(Box::new((main, argument)));
    // SAFETY: `thread` may be written to, the attributes are initialized, and `call` takes over what its
    // argument points to.
    let status = unsafe {
        libc::pthread_create(
            thread.as_mut_ptr(),
            attributes.as_ptr(),
            call,
            argument.cast(),
        )
    };
    // SAFETY: initialized, and not used any more.
    unsafe { libc::pthread_attr_destroy(attributes.as_mut_ptr()) };
    if status != 0 {
        // SAFETY: from `Box::into_raw`; no thread has taken it over.
        drop(unsafe { Box::from_raw(argument) });
    }
    status == 0
}

/// Starts a thread that calls `main(argument)`. Returns whether it was started. There is no fork here.
#[cfg(not(unix))]
pub(super) fn start(main: fn(u64), argument: u64) -> bool {
    std::thread::Builder::new()
        .spawn(move || main(argument))
        .is_ok()
}

/// Names this thread, for debuggers and `/proc`, and asks for the normal scheduling: a thread inherits the
/// scheduling of the thread that starts it. If that is a real-time thread, destructors would run at its
/// priority.
pub(super) fn set_up() {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        // SAFETY: no requirement.
        let this_thread = unsafe { libc::pthread_self() };
        // SAFETY: a thread that runs, and a C string of less than 16 bytes.
        unsafe { libc::pthread_setname_np(this_thread, c"gilref-drain".as_ptr()) };
    }
    #[cfg(unix)]
    {
        // SAFETY: a plain struct of integers: the priority 0, which the normal scheduling demands.
        let parameters: libc::sched_param = unsafe { std::mem::zeroed() };
        // SAFETY: no requirement.
        let this_thread = unsafe { libc::pthread_self() };
        // SAFETY: a thread that runs; the parameters may be read. Where it is refused nothing changes.
        unsafe {
            libc::pthread_setschedparam(this_thread, libc::SCHED_OTHER, &raw const parameters)
        };
    }
}
