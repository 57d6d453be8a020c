using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Protobuf;

/// <summary>
/// Recognizes tags by the bytes of their messages: spans repeat most of their tags, and comparing the bytes is faster than decoding key and
/// value. A tag is kept when its bytes come a second time, so that request ids and times don't replace those that repeat. A race between two
/// threads for a slot only costs an allocation, so there is no lock.
/// </summary>
internal sealed class TagPool
{
    private const int Slots = 4096;
    private const int MaxBytes = 128;

    public static readonly TagPool Shared = new();

    private readonly Entry?[] _entries = new Entry?[Slots];
    private readonly uint[] _seen = new uint[Slots];

    /// <summary>Returns the tag of a message, or null when it has no key.</summary>
    /// <exception cref="InvalidSpanException"/>
    public KeyValuePair<string, string>? GetTag(ReadOnlySpan<byte> message)
    {
        if (message.Length is 0 or > MaxBytes)
        {
            return Decode(message);
        }

        var hash = (uint)StringPool.Hash(message);
        ref var slot = ref _entries[hash % Slots];
        var known = slot;
        if (known is not null && message.SequenceEqual(known.Message))
        {
            return known.Tag;
        }

        var tag = Decode(message);
        ref var seen = ref _seen[hash % Slots];
        if (seen == hash && tag is not null)
        {
            slot = new(message.ToArray(), tag.Value);
        }

        seen = hash;
        return tag;
    }

    private static KeyValuePair<string, string>? Decode(ReadOnlySpan<byte> message)
    {
        var cursor = new ProtoCursor(message);
        string? name = null;
        var value = "";
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | WireType.Bytes: name = cursor.Text(); break;
                case (2 << 3) | WireType.Bytes: value = cursor.Text(); break;
                default: cursor.Skip(key); break;
            }
        }

        return name is null ? null : new(name, value);
    }

    private sealed record Entry(byte[] Message, KeyValuePair<string, string> Tag);
}
