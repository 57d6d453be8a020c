namespace ZipkinMesh.Zipkin.Codecs.Protobuf;

/// <summary>The wire types of protobuf: the low three bits of the key of a field.</summary>
internal static class WireType
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Bytes = 2;
    public const int Fixed32 = 5;
}
