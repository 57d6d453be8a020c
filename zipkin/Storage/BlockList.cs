namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// A list of structures in blocks. It grows and shrinks block by block: replacing one large array by a larger one would take the time and the
/// memory of a copy.
/// </summary>
internal sealed class BlockList<T>(int blockBits)
    where T : struct
{
    private readonly List<T[]> _blocks = [];

    /// <summary>Gets the number of items.</summary>
    public int Count { get; private set; }

    private int BlockSize => 1 << blockBits;

    public ref T this[int index] => ref _blocks[index >> blockBits][index & (BlockSize - 1)];

    /// <summary>Returns the items of a block.</summary>
    public ReadOnlySpan<T> Block(int block) => _blocks[block].AsSpan(0, Math.Clamp(Count - (block << blockBits), 0, BlockSize));

    public void Add(T item)
    {
        if (Count >> blockBits == _blocks.Count)
        {
            _blocks.Add(new T[BlockSize]);
        }

        this[Count++] = item;
    }

    public void RemoveLast()
    {
        Count--;
        // One block stays free, so that adding and removing at its edge allocates nothing.
        if (_blocks.Count > (Count >> blockBits) + 2)
        {
            _blocks.RemoveAt(_blocks.Count - 1);
        }
    }
}
