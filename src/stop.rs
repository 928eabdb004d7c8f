//! Work that somebody may cease to want while it goes on.
//!
//! What takes long asks every now and then whether to go on, and gives `None` where not. Whoever
//! calls it says what that depends on: here is no clock and no thread.

/// Says whether to stop. Once it has said yes it goes on saying so. It is asked often, so it costs
/// next to nothing.
pub type Stop<'s> = &'s dyn Fn() -> bool;

/// For work that goes on to its end.
pub const NEVER: Stop<'static> = &|| false;
