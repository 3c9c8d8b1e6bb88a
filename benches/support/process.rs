//! The cost of other processes, as Linux reports it in proc(5).

use std::error::Error;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;
use std::{fs, result};

type Result<T> = result::Result<T, Box<dyn Error>>;

/// The user and system time of all finished child processes: the fields 16 and 17 of `stat`.
pub(crate) fn children_seconds() -> Result<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, after_name) = stat.rsplit_once(") ").ok_or("/proc/self/stat does not contain a process name")?;
    let ticks: Vec<f64> =
        after_name.split(' ').skip(13).take(2).map(str::parse).collect::<result::Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / TICKS_PER_SECOND)
}

/// The cost of one process.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// The peak of its memory.
    pub(crate) megabytes: f64,
}

/// Runs a program to its end. The kernel keeps the peak of its memory until the process ends. This function reads the
/// peak every two milliseconds, so it misses at most the growth in the last two.
pub(crate) fn measure(command: &mut Command) -> Result<Cost> {
    let before = children_seconds()?;
    let mut child = command.spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut kilobytes = 0.0;
    let end = loop {
        if let Some(end) = child.try_wait()? {
            break end;
        }
        kilobytes = peak(&fs::read_to_string(&status).unwrap_or_default()).unwrap_or(kilobytes);
        sleep(Duration::from_millis(2));
    };
    if !end.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(Cost { seconds: children_seconds()? - before, megabytes: kilobytes / 1024.0 })
}

fn peak(status: &str) -> Option<f64> {
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()
}
