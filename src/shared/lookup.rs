//! From a wire string to a row: one hash and one comparison, however large the table is.
//!
//! The generator finds a seed per bucket such that no two codes share a slot; the program computes the slot and
//! compares the one code that can be there. Both halves must hash alike, so the hash is here, for both.

/// The place in the table of each slot's code.
///
/// `I` is the smallest unsigned integer that can count the rows.
#[derive(Debug)]
pub struct Index<I: 'static> {
    /// Sets apart tables in which two codes would hash alike.
    salt: u64,
    /// Per bucket, what moves its codes to free slots.
    seeds: &'static [u16],
    /// Per slot, the number of a row. A slot that no code fell into holds any row: the comparison decides.
    slots: &'static [I],
}

impl<I> Index<I> {
    /// An index, as the generator has found it.
    #[must_use]
    pub const fn new(salt: u64, seeds: &'static [u16], slots: &'static [I]) -> Self {
        Self { salt, seeds, slots }
    }
}

impl<I: Copy + Into<u32>> Index<I> {
    /// The one row that can hold this code, or `None` for an index without slots.
    #[must_use]
    #[inline]
    pub fn candidate(&self, code: &str) -> Option<usize> {
        let hash = hash(code.as_bytes(), self.salt);
        let seed = self.seeds.get(bucket(hash, self.seeds.len()))?;
        let row = self.slots.get(slot(hash, *seed, self.slots.len()))?;
        Some((*row).into() as usize)
    }
}

/// Which seed applies, of `count`.
#[inline]
pub(crate) fn bucket(hash: u64, count: usize) -> usize {
    reduce(hash >> 32, count)
}

/// Which slot a code falls into, of `count`, under the seed of its bucket.
#[inline]
pub(crate) fn slot(hash: u64, seed: u16, count: usize) -> usize {
    let moved = hash.wrapping_add(u64::from(seed).wrapping_mul(SPREAD));
    reduce((moved ^ (moved >> 32)).wrapping_mul(SPREAD) >> 32, count)
}

/// Folds the whole text, in words of eight bytes, into 64 bits.
///
/// It does not have to withstand chosen input, because each look-up is one probe.
#[inline]
pub(crate) fn hash(text: &[u8], salt: u64) -> u64 {
    let mut state = salt ^ (text.len() as u64).wrapping_mul(SPREAD);
    let mut rest = text;
    while let Some((head, tail)) = rest.split_first_chunk::<16>() {
        if tail.is_empty() {
            break;
        }
        let (low, high) = ends(head);
        state = fold(low ^ state, high ^ STEP);
        rest = tail;
    }
    let (low, high) = ends(rest);
    fold(low ^ state, high ^ STEP)
}

/// The first and the last eight bytes of at most sixteen. They overlap where there are fewer, so that no length needs a
/// loop over single bytes.
fn ends(text: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        return (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into());
    }
    match *text {
        [] => (0, 0),
        [only] => (only.into(), 0),
        [first, .., last] => (first.into(), u64::from(last) << 8 | u64::from(text[text.len() / 2])),
    }
}

const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const STEP: u64 = 0xD6E8_FEB8_6659_FD93;

/// Multiplies to 128 bits and keeps what both halves know.
#[allow(clippy::cast_possible_truncation, reason = "the halves are what is wanted")]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Maps 32 random bits onto `0..count` without a division.
#[allow(clippy::cast_possible_truncation, reason = "the result is less than `count`")]
fn reduce(bits: u64, count: usize) -> usize {
    (((bits & 0xFFFF_FFFF) * count as u64) >> 32) as usize
}
