package oscP5;

public class OscArgument {
    private final float value;

    OscArgument(float value) {
        this.value = value;
    }

    public float floatValue() {
        return value;
    }
}
