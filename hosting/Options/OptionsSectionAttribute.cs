namespace ZipkinMesh.Hosting.Options;

/// <summary>
/// Declares the options of a configuration section by the properties of a class. A source generator adds to the class a static
/// property <c>Section</c> of type <see cref="OptionsSection"/>, from which validation, <c>--help</c>, the documentation and the JSON
/// schema are made.
/// </summary>
/// <param name="path">
/// The path of the section, such as <c>Tracing</c>. A name in braces stands for any key: <c>Listeners:{name}</c>. Empty for settings
/// that are in no section.
/// </param>
/// <example>
/// The summary is the description, the initializer the default, the type and the attributes give the allowed values:
/// <code>
/// [OptionsSection("Tracing")]
/// public sealed partial class TracingOptions
/// {
///     /// &lt;summary&gt;The number of finished spans that can wait for the collector.&lt;/summary&gt;
///     [Range(512, 1_000_000)]
///     public int MaxQueuedSpans { get; set; } = 65_536;
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OptionsSectionAttribute(string path) : Attribute
{
    /// <summary>Gets the path of the section.</summary>
    public string Path { get; } = path;

    /// <summary>Gets or sets a value indicating whether the section may have keys that aren't declared.</summary>
    public bool AllowsOtherKeys { get; set; }
}
