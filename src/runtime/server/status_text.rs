//! The number of an error status, as a text that lives as long as the program.

use http::StatusCode;

use crate::runtime::code::OTHER;

/// The numbers from 400 to 599, without a separator.
static DIGITS: [[u8; 3]; 200] = {
    let mut digits = [[b'0'; 3]; 200];
    let mut at = 0;
    while at < 200 {
        digits[at as usize] = [b'4' + at / 100, b'0' + at / 10 % 10, b'0' + at % 10];
        at += 1;
    }
    digits
};

/// The three digits of an error status, or `_OTHER` for any other status.
pub(super) fn digits(status: StatusCode) -> &'static str {
    let digits = usize::from(status.as_u16()).checked_sub(400).and_then(|at| DIGITS.get(at));
    digits.and_then(|digits| core::str::from_utf8(digits).ok()).unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_status_has_its_number() {
        for number in 100..1000 {
            let status = StatusCode::from_u16(number).unwrap();
            let is_error = (400..600).contains(&number);
            assert_eq!(digits(status), if is_error { status.as_str() } else { OTHER }, "{number}");
        }
    }
}
