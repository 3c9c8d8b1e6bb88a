/// Errors
#[derive(thiserror::Error, Debug, serde::Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AppError {
    /// The user is not there.
    #[error("user {id} not found")]
    UserNotFound { id: u64 },
    #[error("database: {0:?}")]
    Db(String),
    #[error("nope")]
    #[serde(rename = "teapot")]
    Pot,
    #[deprecated(note = "use Pot")]
    Old,
}
impl AppError {
    fn status(&self) -> StatusCode {
        match self { Self::UserNotFound { .. } => StatusCode::NOT_FOUND, AppError::Pot | Self::Old => StatusCode::IM_A_TEAPOT, _ => StatusCode::INTERNAL_SERVER_ERROR }
    }
}
