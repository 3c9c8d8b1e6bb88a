//! A server that knows no HTTP: it waits for a request, then does what it is told, byte for byte.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// What goes over the wire, and how.
#[derive(Clone, Default)]
pub(crate) struct Wire {
    steps: Vec<Step>,
    /// What a client that loses nothing has for a body.
    pub(crate) body: Vec<u8>,
}

#[derive(Clone)]
enum Step {
    Send(Vec<u8>),
    /// The same again and again, until the client goes.
    Repeat(Vec<u8>, Duration),
    Pause,
    Stall,
    Reset,
    HangUp,
}

/// Whatever these bytes are.
pub(crate) fn raw(bytes: impl AsRef<[u8]>) -> Wire {
    Wire::default().send(bytes)
}

/// A head with these headers, a line each, and nothing after it.
pub(crate) fn head(status: u16, headers: &[&str]) -> Wire {
    let mut head = format!("HTTP/1.1 {status} Whatever\r\n");
    for line in headers {
        head.push_str(line);
        head.push_str("\r\n");
    }
    raw(head + "\r\n")
}

/// An answer that is what its headers promise.
pub(crate) fn answer(status: u16, headers: &[&str], body: impl AsRef<[u8]>) -> Wire {
    let length = format!("content-length: {}", body.as_ref().len());
    head(status, &[headers, &[&length]].concat()).body(body)
}

pub(crate) fn json(status: u16, body: impl AsRef<[u8]>) -> Wire {
    answer(status, &["content-type: application/json"], body)
}

impl Wire {
    /// Bytes that are no part of the body.
    pub(crate) fn send(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Send(bytes.as_ref().into()))
    }

    /// Bytes of the body, as they are.
    pub(crate) fn body(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.body.extend_from_slice(bytes.as_ref());
        self.send(bytes)
    }

    /// Bytes of the body, as one chunk.
    pub(crate) fn chunk(self, bytes: impl AsRef<[u8]>) -> Self {
        let size = format!("{:x}\r\n", bytes.as_ref().len());
        self.send(size).body(bytes).send("\r\n")
    }

    /// Bytes without an end, as fast as they are read.
    pub(crate) fn forever(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Repeat(bytes.as_ref().into(), Duration::ZERO))
    }

    /// Bytes without an end, now and then.
    pub(crate) fn drip(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Repeat(bytes.as_ref().into(), Duration::from_millis(20)))
    }

    /// Gives what was sent the time to be read by itself.
    pub(crate) fn pause(self) -> Self {
        self.then(Step::Pause)
    }

    /// Nothing more, though the connection stays open.
    pub(crate) fn stall(self) -> Self {
        self.then(Step::Stall)
    }

    /// Breaks the connection off.
    pub(crate) fn reset(self) -> Self {
        self.pause().then(Step::Reset)
    }

    /// Closes the connection without having read what the client is still sending.
    pub(crate) fn hang_up(self) -> Self {
        self.then(Step::HangUp)
    }

    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

/// Gives each connection the same answer. It stops with the case.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(wire: &Wire) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let steps: Arc<[Step]> = wire.steps.as_slice().into();
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let steps = Arc::clone(&steps);
                connections.spawn(async move { serve(socket, &steps).await });
            }
        });
        Self { address, task }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An error is a client that has gone, which every client may.
async fn serve(mut socket: TcpStream, steps: &[Step]) -> io::Result<()> {
    socket.set_nodelay(true)?;
    read_head(&mut socket).await?;
    for step in steps {
        match step {
            Step::Send(bytes) => socket.write_all(bytes).await?,
            Step::Repeat(bytes, pause) => loop {
                socket.write_all(bytes).await?;
                tokio::time::sleep(*pause).await;
            },
            Step::Pause => tokio::time::sleep(Duration::from_millis(50)).await,
            Step::Stall => return until_closed(&mut socket).await,
            Step::Reset => return socket.set_zero_linger(),
            Step::HangUp => return Ok(()),
        }
    }
    // To close with bytes unread would reset the connection, and cost the client the answer.
    socket.shutdown().await?;
    until_closed(&mut socket).await
}

async fn read_head(socket: &mut TcpStream) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await?);
    }
    Ok(())
}

async fn until_closed(socket: &mut TcpStream) -> io::Result<()> {
    let mut unread = [0; 4096];
    while socket.read(&mut unread).await? > 0 {}
    Ok(())
}
