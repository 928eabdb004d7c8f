//! Which layouts a text uses, and the entries that they give. One file per layout.

pub(super) mod page;
