//! How many answers there were, and how many of them were the right ones.

use std::fmt::{self, Debug, Display};
use std::iter::Sum;

#[derive(Clone, Copy, Default)]
pub struct Tally {
    agreeing: usize,
    answers: usize,
}

impl Tally {
    /// Counts an answer, and shows one that is not the right one.
    pub fn count(&mut self, request: impl Display, answer: impl Debug, agrees: bool) {
        self.answers += 1;
        self.agreeing += usize::from(agrees);
        if !agrees {
            println!("{request} was answered by {answer:?}");
        }
    }

    pub fn is_unanimous(self) -> bool {
        self.agreeing == self.answers
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.agreeing, self.answers)
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |sum, tally| Self {
            agreeing: sum.agreeing + tally.agreeing,
            answers: sum.answers + tally.answers,
        })
    }
}
