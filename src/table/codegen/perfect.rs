//! The search for a perfect hash: a seed per bucket, so that no two codes share a slot.

use crate::shared::lookup::{bucket, hash, slot};

/// What the program needs to find a row.
pub(super) struct Perfect {
    pub(super) salt: u64,
    pub(super) seeds: Vec<u16>,
    /// The number of a row per slot.
    pub(super) slots: Vec<usize>,
}

/// Finds a perfect hash for distinct codes, in time that grows with their number.
///
/// The largest buckets choose first, while most slots are free (the scheme of "Hash, Displace, and Compress",
/// Belazzougui, Botelho and Dietzfelbinger, 2009).
pub(super) fn search(codes: &[&str]) -> Perfect {
    // A fifth of the slots stays free: an order of magnitude fewer seeds have to be tried than for a full table.
    let slots = codes.len() + codes.len() / 4 + 1;
    let buckets = codes.len() / 4 + 1;
    // A salt fails where two codes hash alike, or where no seed of 65,536 fits: each is rare, and another salt helps.
    let mut salt = 0;
    loop {
        if let Some((seeds, slots)) = displace(codes, salt, buckets, slots) {
            return Perfect { salt, seeds, slots };
        }
        salt += 1;
    }
}

fn displace(codes: &[&str], salt: u64, buckets: usize, slots: usize) -> Option<(Vec<u16>, Vec<usize>)> {
    let mut members: Vec<Vec<(usize, u64)>> = vec![Vec::new(); buckets];
    for (row, code) in codes.iter().enumerate() {
        let hash = hash(code.as_bytes(), salt);
        members[bucket(hash, buckets)].push((row, hash));
    }
    let mut order: Vec<usize> = (0..buckets).collect();
    order.sort_by_key(|at| (usize::MAX - members[*at].len(), *at));

    let mut seeds = vec![0; buckets];
    let mut taken: Vec<Option<usize>> = vec![None; slots];
    let mut wanted = Vec::new();
    for at in order {
        seeds[at] = (0..=u16::MAX).find(|seed| {
            wanted.clear();
            members[at].iter().all(|(_, hash)| {
                let slot = slot(*hash, *seed, slots);
                let free = taken[slot].is_none() && !wanted.contains(&slot);
                wanted.push(slot);
                free
            })
        })?;
        for ((row, _), slot) in members[at].iter().zip(&wanted) {
            taken[*slot] = Some(*row);
        }
    }
    Some((seeds, taken.into_iter().map(Option::unwrap_or_default).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_slot_of_its_own() {
        for count in [0, 1, 2, 38, 1_000, 20_000] {
            let codes: Vec<String> = (0..count).map(|n| format!("CODE_{n}")).collect();
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            let Perfect { salt, seeds, slots } = search(&codes);
            for (row, code) in codes.iter().enumerate() {
                let hash = hash(code.as_bytes(), salt);
                let seed = seeds[bucket(hash, seeds.len())];
                assert_eq!(slots[slot(hash, seed, slots.len())], row, "{code}");
            }
        }
    }
}
