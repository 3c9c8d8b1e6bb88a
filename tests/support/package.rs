//! A package of its own, made anew for every run, that uses this crate as any other package does.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// The folder of a package. All of them share what was compiled for them.
pub(crate) struct Package {
    pub(crate) directory: PathBuf,
}

impl Package {
    /// A folder with nothing but the versions that this repository was tested with: no others are there offline.
    pub(crate) fn new(name: &str) -> Self {
        let directory = scratch(name);
        if directory.exists() {
            fs::remove_dir_all(&directory).expect("the last run can be removed");
        }
        let package = Self { directory };
        package.copy("Cargo.lock");
        package
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.directory.join(path);
        let directory = path.parent().expect("a file is in a directory");
        fs::create_dir_all(directory).expect("the directory can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// Copies a file or a directory of this repository.
    pub(crate) fn copy(&self, path: &str) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if !from.is_dir() {
            return self.write(path, fs::read(from).expect(path));
        }
        for entry in fs::read_dir(from).expect(path) {
            let name = entry.expect(path).file_name();
            self.copy(&format!("{path}/{}", name.to_string_lossy()));
        }
    }

    /// Runs cargo in that folder, without a network.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        Command::new(env::var_os("CARGO").expect("cargo runs the tests"))
            .args(arguments)
            .current_dir(&self.directory)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", scratch("target"))
            .env("CARGO_TERM_COLOR", "never")
            .env("RUST_BACKTRACE", "1")
            // That of this crate, whose generated code is not to be found by others.
            .env_remove("OUT_DIR")
            .output()
            .expect("cargo runs")
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name)
}
