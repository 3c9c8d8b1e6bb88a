//! The bytes on the socket, without a client that knows HTTP.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::soon;

/// Sends a request, and returns all that comes until the server closes the connection.
pub(crate) async fn exchange(server: SocketAddr, request: &str) -> String {
    let mut socket = soon("connecting", TcpStream::connect(server)).await.expect("the server is there");
    // A server that has heard enough may close before it has read all.
    let _ = soon("sending", socket.write_all(request.as_bytes())).await;
    let mut said = Vec::new();
    let read = soon("the end of the response", socket.read_to_end(&mut said)).await;
    assert!(read.is_ok() || !said.is_empty(), "{read:?}");
    String::from_utf8_lossy(&said).into_owned()
}
