//! Programs that have nothing in common but this crate are built apart, and agree over a socket.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{env, fmt, thread};

use error_catalog::ErrorCode;
use serde_json::Value;

#[test]
fn a_server_a_gateway_and_a_client_built_apart_agree() {
    let [server, gateway, client] = ["server", "gateway", "client"].map(build);

    let mut server = Process::start("server", &mut Command::new(server));
    let behind = server.address();
    let mut gateway = Process::start("gateway", Command::new(gateway).arg(&behind));
    let front = gateway.address();
    let mut client = Process::start("client", Command::new(client).args([&behind, &front]));
    let status = client.end(A_MINUTE);
    assert!(status.success(), "{status}\n{client}\n{gateway}\n{server}");
    for service in [&mut gateway, &mut server] {
        let status = service.end(A_MINUTE);
        assert!(status.success(), "{status}\n{service}");
    }

    let report = client.stdout();
    let last = report.lines().last().unwrap_or_default();
    let answers: usize = last.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default();
    assert_eq!(last, format!("{answers} of {answers} answers agree"), "{client}");
    // Each is raised at a `GET` and at a `HEAD`, by the server and by the gateway.
    assert!(answers > 4 * ErrorCode::ALL.len(), "something was not asked for\n{client}");

    for (service, address) in [(&server, behind), (&gateway, front)] {
        assert_eq!(service.stdout(), format!("listening on {address}\n"));
        assert!(!service.stderr().contains("panicked"), "{service}");
    }
    // The operator is told what the client looked for in vain, and which request it was about.
    let log = server.stderr();
    assert!(log.contains("policy.internal") && log.contains("storage.internal"), "{server}");
    assert!(log.contains("request{id="), "{server}");
    // So is the one of the gateway: whose error it was, and by what name the server knows the request.
    let log = gateway.stderr();
    assert!(log.contains("edge-7.internal") && log.contains(", request "), "{gateway}");
}

#[test]
fn tables_of_two_versions_agree() {
    let mut cargo =
        cargo("versions", &["test", "--package", "newer", "--test", "versions", "--test", "promises"]);
    let status = cargo.end(10 * A_MINUTE);
    assert!(status.success(), "{status}\n{cargo}");
    for passed in [2, 3] {
        assert!(cargo.stdout().contains(&format!("test result: ok. {passed} passed")), "{cargo}");
    }
}

#[test]
fn a_gateway_over_two_tables_takes_no_code_for_another() {
    let mut cargo = cargo("shop", &["test", "--package", "shop", "--test", "over_both"]);
    let status = cargo.end(10 * A_MINUTE);
    assert!(status.success(), "{status}\n{cargo}");
    assert!(cargo.stdout().contains("test result: ok. 6 passed"), "{cargo}");
}

/// Builds a package with no more than its own features, and returns its program.
fn build(package: &'static str) -> PathBuf {
    let arguments = ["build", "--package", package, "--message-format", "json-render-diagnostics"];
    let mut cargo = cargo(package, &arguments);
    let status = cargo.end(10 * A_MINUTE);
    assert!(status.success(), "{status}\n{cargo}");
    cargo
        .stdout()
        .lines()
        .filter_map(|message| serde_json::from_str::<Value>(message).ok())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .unwrap_or_else(|| panic!("no program\n{cargo}"))
}

/// Starts cargo in the workspace of those programs.
fn cargo(name: &'static str, arguments: &[&str]) -> Process {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/downstream/Cargo.toml");
    let mut command = Command::new(env::var_os("CARGO").expect("cargo runs the tests"));
    // Nobody debugs them.
    command.env("CARGO_PROFILE_DEV_DEBUG", "0").args(arguments);
    command.arg("--manifest-path").arg(manifest).arg("--target-dir").arg(scratch("target"));
    Process::start(name, &mut command)
}

/// A process that does not outlive the test. What it says goes to files, so it never waits for a reader.
struct Process {
    name: &'static str,
    child: Child,
}

impl Process {
    fn start(name: &'static str, command: &mut Command) -> Self {
        fs::create_dir_all(scratch("")).expect("the directory can be made");
        let file = |stream| File::create(log(name, stream)).expect("the file can be made");
        let child = command
            .stdin(Stdio::piped())
            .stdout(file("stdout"))
            .stderr(file("stderr"))
            .spawn()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { name, child }
    }

    fn stdout(&self) -> String {
        self.said("stdout")
    }

    fn stderr(&self) -> String {
        self.said("stderr")
    }

    fn said(&self, stream: &str) -> String {
        let bytes = fs::read(log(self.name, stream)).expect("the file is there");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Where it listens, which is the first thing that it says.
    fn address(&mut self) -> String {
        let line = self.wait(A_MINUTE, |process| {
            let text = process.stdout();
            text.split_once('\n').map(|(line, _)| line.to_owned())
        });
        line.strip_prefix("listening on ").unwrap_or_else(|| panic!("no address\n{self}")).to_owned()
    }

    /// Closes its standard input, and waits until it ends.
    fn end(&mut self, limit: Duration) -> ExitStatus {
        self.child.stdin = None;
        self.wait(limit, |process| process.child.try_wait().expect("it can be asked"))
    }

    fn wait<T>(&mut self, limit: Duration, mut look: impl FnMut(&mut Self) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(seen) = look(self) {
                return seen;
            }
            assert!(start.elapsed() < limit, "more than {limit:?}\n{self}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It fails where the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, .. } = self;
        write!(f, "--- {name}: stdout\n{}--- {name}: stderr\n{}", self.stdout(), self.stderr())
    }
}

fn log(name: &str, stream: &str) -> PathBuf {
    scratch(&format!("{name}.{stream}"))
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("downstream").join(name)
}

const A_MINUTE: Duration = Duration::from_secs(60);
