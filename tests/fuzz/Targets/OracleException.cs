namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Thrown when a parser accepts an input but reads it in a way that isn't right.</summary>
internal sealed class OracleException(string message) : Exception(message)
{
    /// <summary>Throws unless the condition holds.</summary>
    /// <exception cref="OracleException"/>
    public static void ThrowUnless(bool condition, string rule)
    {
        if (!condition)
        {
            throw new OracleException(rule);
        }
    }

    /// <summary>Throws unless both values are equal.</summary>
    /// <exception cref="OracleException"/>
    public static void ThrowUnlessEqual<T>(T expected, T actual, string rule)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new OracleException($"{rule}: expected {expected}, but was {actual}");
        }
    }
}
