//! Types of std that can't hold a Python reference: `GilClone` calls their `Clone`,
//! and `GilDrop` their `Drop`.

use crate::{GilClone, GilDrop, GilToken};

/// Implements `GilClone` by `Clone` and `GilDrop` by `Drop`, for types that can't hold a Python
/// reference.
macro_rules! by_clone {
    ($($ty:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl $crate::GilClone for $ty {
            #[inline]
            fn clone_ref<'py>(&self, _py: impl $crate::GilToken<'py>) -> Self {
                ::core::clone::Clone::clone(self)
            }
        }

        #[diagnostic::do_not_recommend]
        impl $crate::GilDrop for $ty {
            #[inline]
            fn drop_ref<'py>(self, _py: impl $crate::GilToken<'py>) {}
        }
    )*};
}

#[allow(
    unused_imports,
    reason = "for `foreign`, of which all features may be off"
)]
pub(super) use by_clone;

// Primitives.
by_clone! {
    (), bool, char, f32, f64,
    i8, i16, i32, i64, i128, isize,
    u8, u16, u32, u64, u128, usize,
}

// Tokens.
by_clone! {
    crate::Python<'_>,
}

// Numbers.
by_clone! {
    std::num::NonZeroI8, std::num::NonZeroI16, std::num::NonZeroI32,
    std::num::NonZeroI64, std::num::NonZeroI128, std::num::NonZeroIsize,
    std::num::NonZeroU8, std::num::NonZeroU16, std::num::NonZeroU32,
    std::num::NonZeroU64, std::num::NonZeroU128, std::num::NonZeroUsize,
    std::num::FpCategory,
    std::num::IntErrorKind,
    std::num::ParseFloatError,
    std::num::ParseIntError,
    std::num::TryFromIntError,
}

// Text and paths.
by_clone! {
    String, Box<str>,
    std::path::PathBuf, Box<std::path::Path>,
    std::ffi::OsString, Box<std::ffi::OsStr>,
    std::ffi::CString, Box<std::ffi::CStr>,
    std::char::CharTryFromError,
    std::char::DecodeUtf16Error,
    std::char::ParseCharError,
    std::char::TryFromCharError,
    std::ffi::FromBytesUntilNulError,
    std::ffi::FromBytesWithNulError,
    std::ffi::FromVecWithNulError,
    std::ffi::IntoStringError,
    std::ffi::NulError,
    std::path::StripPrefixError,
    std::str::ParseBoolError,
    std::str::Utf8Error,
    std::string::FromUtf8Error,
}

// Parts of text and paths, and iterators over them.
by_clone! {
    std::ascii::EscapeDefault,
    std::char::EscapeDebug,
    std::char::EscapeDefault,
    std::char::EscapeUnicode,
    std::char::ToLowercase,
    std::char::ToUppercase,
    std::fmt::Arguments<'_>,
    std::path::Ancestors<'_>,
    std::path::Component<'_>,
    std::path::Components<'_>,
    std::path::Iter<'_>,
    std::path::Prefix<'_>,
    std::path::PrefixComponent<'_>,
    std::slice::EscapeAscii<'_>,
    std::str::Bytes<'_>,
    std::str::CharIndices<'_>,
    std::str::Chars<'_>,
    std::str::EncodeUtf16<'_>,
    std::str::EscapeDebug<'_>,
    std::str::EscapeDefault<'_>,
    std::str::EscapeUnicode<'_>,
    std::str::Lines<'_>,
    std::str::SplitAsciiWhitespace<'_>,
    std::str::SplitWhitespace<'_>,
    std::str::Utf8Chunk<'_>,
    std::str::Utf8Chunks<'_>,
}

// Time.
by_clone! {
    std::time::Duration,
    std::time::Instant,
    std::time::SystemTime,
    std::time::SystemTimeError,
    std::time::TryFromFloatSecsError,
}

// Network.
by_clone! {
    std::net::AddrParseError,
    std::net::IpAddr,
    std::net::Ipv4Addr,
    std::net::Ipv6Addr,
    std::net::Shutdown,
    std::net::SocketAddr,
    std::net::SocketAddrV4,
    std::net::SocketAddrV6,
}

// Files, processes and the environment.
by_clone! {
    std::env::VarError,
    std::fs::FileTimes,
    std::fs::FileType,
    std::fs::Metadata,
    std::fs::OpenOptions,
    std::fs::Permissions,
    std::io::Empty,
    std::io::ErrorKind,
    std::io::IoSlice<'_>,
    std::io::SeekFrom,
    std::io::Sink,
    std::process::ExitCode,
    std::process::ExitStatus,
    std::process::Output,
}

#[cfg(unix)]
by_clone! {
    std::os::fd::BorrowedFd<'_>,
    std::os::unix::net::SocketAddr,
}

#[cfg(windows)]
by_clone! {
    std::os::windows::ffi::EncodeWide<'_>,
    std::os::windows::io::BorrowedHandle<'_>,
    std::os::windows::io::BorrowedSocket<'_>,
    std::os::windows::io::InvalidHandleError,
    std::os::windows::io::NullHandleError,
}

// Threads and tasks. A `Thread` and a `Waker` are handles: the clone is one more of the same.
by_clone! {
    std::sync::WaitTimeoutResult,
    std::sync::mpsc::RecvError,
    std::sync::mpsc::RecvTimeoutError,
    std::sync::mpsc::TryRecvError,
    std::task::RawWakerVTable,
    std::task::Waker,
    std::thread::AccessError,
    std::thread::Thread,
    std::thread::ThreadId,
}

// The language's own.
by_clone! {
    std::alloc::Layout,
    std::alloc::LayoutError,
    std::alloc::System,
    std::any::TypeId,
    std::array::TryFromSliceError,
    std::cmp::Ordering,
    std::collections::TryReserveError,
    std::convert::Infallible,
    std::fmt::Alignment,
    std::fmt::Error,
    std::hash::DefaultHasher,
    std::hash::RandomState,
    std::marker::PhantomPinned,
    std::ops::RangeFull,
    std::panic::Location<'_>,
    std::sync::atomic::Ordering,
}

#[diagnostic::do_not_recommend]
impl<H> GilClone for std::hash::BuildHasherDefault<H> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<H> GilDrop for std::hash::BuildHasherDefault<H> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

#[diagnostic::do_not_recommend]
impl<T> GilClone for std::mem::Discriminant<T> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        *self
    }
}

#[diagnostic::do_not_recommend]
impl<T> GilDrop for std::mem::Discriminant<T> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}
