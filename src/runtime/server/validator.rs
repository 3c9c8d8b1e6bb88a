//! Violations from the errors of the crate `validator`.

use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use super::ApiError;
use crate::runtime::code::Code;
use crate::runtime::wire::violation::{Violation, push_token};

impl Violation {
    /// The violations that the crate [`validator`](https://docs.rs/validator) has found, sorted by field.
    ///
    /// The message is that of the check. For a check without one, it has the name and the limits of the check. It never
    /// has the invalid value.
    ///
    /// `validator` does not keep the keys of a map. A pointer into a map has the number of the entry instead.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode, Violation};
    /// use validator::Validate;
    ///
    /// #[derive(Validate)]
    /// struct Order {
    ///     #[validate(range(min = 1))]
    ///     amount: u32,
    /// }
    ///
    /// let errors = Order { amount: 0 }.validate().unwrap_err();
    /// let expected = Violation::new("/amount", "fails the check `range` (min 1)");
    /// assert_eq!(Violation::from_validator(&errors), [expected]);
    /// ```
    #[must_use]
    pub fn from_validator(errors: &ValidationErrors) -> Vec<Self> {
        let mut found = Vec::new();
        of_fields(&mut found, "", errors);
        found
    }
}

/// An invalid body: `order.validate()?`. It has the code of the row for a bare 422, or else for a bare 400. `or_code` chooses another
/// code. See [`Violation::from_validator`].
///
/// ```
/// use error_catalog::{ApiError, ErrorCode, OrCode};
/// use validator::Validate;
///
/// #[derive(Validate)]
/// struct Order {
///     #[validate(length(min = 1, message = "is empty"))]
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
/// assert!(error.message().ends_with(": /name is empty"));
///
/// let error = order.validate().or_code(ErrorCode::InvalidAmount).unwrap_err();
/// assert_eq!(error.violations().len(), 1);
/// ```
impl<C: Code> From<ValidationErrors> for ApiError<C> {
    fn from(errors: ValidationErrors) -> Self {
        Self::invalid(Violation::from_validator(&errors))
    }
}

fn of_fields(found: &mut Vec<Violation>, parent: &str, errors: &ValidationErrors) {
    /// Not fields: a check of the whole struct, and a list that is not in a struct.
    const PARENT: [&str; 2] = ["__all__", "_tmp_validator"];
    let mut fields: Vec<_> = errors.errors().iter().collect();
    fields.sort_unstable_by_key(|&(name, _)| name);
    for (name, kind) in fields {
        let pointer = if PARENT.contains(&&**name) { parent.to_owned() } else { child(parent, name) };
        match kind {
            ValidationErrorsKind::Struct(errors) => of_fields(found, &pointer, errors),
            ValidationErrorsKind::List(entries) => {
                for (index, errors) in entries.iter().take(Violation::MAX_COUNT) {
                    of_fields(found, &child(&pointer, &index.to_string()), errors);
                }
            }
            ValidationErrorsKind::Field(errors) => {
                let room = Violation::MAX_COUNT.saturating_sub(found.len());
                found.extend(errors.iter().take(room).map(|error| Violation::new(&pointer, message(error))));
            }
        }
    }
}

fn child(parent: &str, name: &str) -> String {
    let mut pointer = parent.to_owned();
    push_token(&mut pointer, name);
    pointer
}

/// The other parameters can contain the invalid value, or the value of another field, such as a password.
const LIMITS: [&str; 6] = ["equal", "min", "exclusive_min", "max", "exclusive_max", "needle"];

fn message(error: &ValidationError) -> String {
    if let Some(message) = &error.message {
        return message.to_string();
    }
    let limit = |name| Some(format!("{} {}", name, error.params.get(name)?));
    let limits: Vec<String> = LIMITS.into_iter().filter_map(limit).collect();
    let check = format!("fails the check `{}`", error.code);
    if limits.is_empty() { check } else { format!("{check} ({})", limits.join(", ")) }
}
