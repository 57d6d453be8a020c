namespace ZipkinMesh.Bench.Harness.Commands;

/// <summary>Describes an option that takes a value, whatever the value's type.</summary>
internal interface IValueOption
{
    /// <summary>Gets the allowed values in words.</summary>
    string Allowed { get; }
}
