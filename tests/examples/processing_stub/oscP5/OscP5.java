package oscP5;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import netP5.NetAddress;
import processing.PApplet;

/** Sends from the socket at which it listens, and calls oscEvent of the sketch, as oscP5 does. */
public class OscP5 {
    private final DatagramSocket socket;

    public OscP5(PApplet sketch, int port) {
        try {
            socket = new DatagramSocket(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread listening = new Thread(() -> {
            byte[] room = new byte[65536];
            while (true) {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                try {
                    socket.receive(packet);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                sketch.oscEvent(OscMessage.of(ByteBuffer.wrap(room, 0, packet.getLength())));
            }
        });
        listening.setDaemon(true);
        listening.start();
    }

    public void send(OscMessage message, NetAddress to) {
        byte[] bytes = message.packet();
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to.place));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
