package netP5;

import java.net.InetSocketAddress;

public class NetAddress {
    public final InetSocketAddress place;

    public NetAddress(String host, int port) {
        place = new InetSocketAddress(host, port);
    }
}
