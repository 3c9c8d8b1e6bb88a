//! Violations from the reports of the crate `garde`.

use garde::{Path, Report};

use super::ApiError;
use crate::runtime::code::Code;
use crate::runtime::wire::violation::{Violation, push_token};

impl Violation {
    /// The violations that the crate [`garde`](https://docs.rs/garde) has found, in the order of its report.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode, Violation};
    /// use garde::Validate;
    ///
    /// #[derive(Validate)]
    /// struct Order {
    ///     #[garde(range(min = 1))]
    ///     amount: u32,
    /// }
    ///
    /// let report = Order { amount: 0 }.validate().unwrap_err();
    /// assert_eq!(Violation::from_garde(&report), [Violation::new("/amount", "lower than 1")]);
    /// ```
    #[must_use]
    pub fn from_garde(report: &Report) -> Vec<Self> {
        let errors = report.iter().take(Self::MAX_COUNT);
        errors.map(|(path, error)| Self::new(pointer(path), error.message())).collect()
    }
}

/// An invalid body: `order.validate()?`. It has the code of the row for a bare 422, or else for a bare 400. `or_code` chooses another
/// code. See [`Violation::from_garde`].
///
/// ```
/// use error_catalog::{ApiError, ErrorCode, OrCode};
/// use garde::Validate;
///
/// #[derive(Validate)]
/// struct Order {
///     #[garde(length(min = 1))]
///     name: String,
/// }
///
/// fn check(order: &Order) -> Result<(), ApiError> {
///     Ok(order.validate()?)
/// }
///
/// let order = Order { name: String::new() };
/// let error = check(&order).unwrap_err();
/// assert_eq!(error.code(), Some(ErrorCode::ValidationError));
/// assert!(error.message().ends_with(": /name length is lower than 1"));
///
/// let error = order.validate().or_code(ErrorCode::InvalidAmount).unwrap_err();
/// assert_eq!(error.violations().len(), 1);
/// ```
impl<C: Code> From<Report> for ApiError<C> {
    fn from(report: Report) -> Self {
        Self::invalid(Violation::from_garde(&report))
    }
}

/// The text of a path does not tell a dot in a key from a dot between two keys. The serialized form does: it is a list of kinds
/// and names.
fn pointer(path: &Path) -> String {
    let steps = serde_json::to_value(path).and_then(serde_json::from_value::<Vec<(String, String)>>);
    let mut pointer = String::new();
    // `none` is the step into an `Option`, which JSON does not have.
    for (_, name) in steps.unwrap_or_default().iter().filter(|(kind, _)| kind != "none") {
        push_token(&mut pointer, name);
    }
    pointer
}
