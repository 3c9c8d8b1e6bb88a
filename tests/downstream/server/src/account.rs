//! What the account of the one customer holds: credits, and the thumbnails that they bought.

use std::collections::BTreeMap;
use std::mem;
use std::num::NonZeroU32;

use error_catalog::ErrorCode;

#[derive(Default)]
pub struct Account {
    credits: u32,
    thumbnails: BTreeMap<u32, Thumbnail>,
    next_id: u32,
    orders: BTreeMap<String, u32>,
}

#[derive(Default)]
struct Thumbnail {
    is_rendered: bool,
}

impl Account {
    pub fn credits(&self) -> u32 {
        self.credits
    }

    /// Adds credits, and returns the new balance.
    pub fn top_up(&mut self, credits: NonZeroU32) -> u32 {
        self.credits = self.credits.saturating_add(credits.get());
        self.credits
    }

    /// Takes the price of an operation, or nothing at all.
    pub fn charge(&mut self, price: u32) -> Result<(), ErrorCode> {
        self.credits = self.credits.checked_sub(price).ok_or(ErrorCode::InsufficientCredits)?;
        Ok(())
    }

    /// The thumbnail that was filed for an order.
    pub fn ordered(&self, key: &str) -> Option<u32> {
        self.orders.get(key).copied()
    }

    /// Files a thumbnail that is still being rendered, and returns its id. An order is remembered by its key.
    pub fn add_thumbnail(&mut self, key: Option<&str>) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        self.thumbnails.insert(id, Thumbnail::default());
        self.orders.extend(key.map(|key| (key.to_owned(), id)));
        id
    }

    /// Deletes a thumbnail. Rendering is quick here: it is over by the time that somebody asks a second time.
    pub fn delete_thumbnail(&mut self, id: u32) -> Result<(), ErrorCode> {
        let thumbnail = self.thumbnails.get_mut(&id).ok_or(ErrorCode::NotFound)?;
        if !mem::replace(&mut thumbnail.is_rendered, true) {
            return Err(ErrorCode::CannotDeleteProcessing);
        }
        self.thumbnails.remove(&id);
        Ok(())
    }
}
