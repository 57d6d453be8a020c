using System.Text;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Represents a parser of the product, with the rules that its results must follow for every input.</summary>
/// <param name="name">The name of the target and of its folder in the corpus.</param>
/// <param name="tokens">The words of the grammar, which are inserted and exchanged.</param>
internal abstract class FuzzTarget(string name, params IReadOnlyList<string> tokens)
{
    public string Name { get; } = name;

    /// <summary>Gets the words of the grammar as bytes.</summary>
    public IReadOnlyList<byte[]> Tokens { get; } = [.. tokens.Select(Encoding.Latin1.GetBytes)];

    /// <summary>Gets the number of inputs of a run that has no time: half a minute to a minute.</summary>
    public virtual int Inputs => 400_000;

    /// <summary>Gets the length that mutated inputs are cut to.</summary>
    public virtual int MaxLength => 2048;

    /// <summary>Gets a value indicating whether inputs are protobuf messages.</summary>
    public virtual bool IsProtobuf => false;

    /// <summary>
    /// Gets the time that <see cref="Parse"/> may take besides what each byte of the input may. It is far above what is needed, because other
    /// processes may have the processor for a while.
    /// </summary>
    public virtual TimeSpan MaxTime => TimeSpan.FromMilliseconds(100);

    /// <summary>Gets the number of bytes that <see cref="Parse"/> may allocate for each byte of the input.</summary>
    public virtual int MaxAllocationPerByte => 64;

    /// <summary>Gets the number of bytes that <see cref="Parse"/> may allocate besides.</summary>
    public virtual int MaxAllocation => 32 * 1024;

    /// <summary>Calls the product's parser, and nothing else: its time and its allocations are measured.</summary>
    public abstract void Parse(byte[] input);

    /// <summary>Parses the input, and checks the result.</summary>
    /// <exception cref="OracleException">A rule is broken. Any other exception is a failure, too.</exception>
    public abstract Outcome Check(byte[] input);
}
