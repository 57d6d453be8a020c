using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>
/// Decides which values an option may have. An attribute that implements this interface applies to the property it is on; the other
/// implementations follow from the property's type, <c>[Range]</c> or <c>[AllowedValues]</c>.
/// </summary>
public interface IOptionRule
{
    /// <summary>Gets the allowed values as messages and documentation show them, such as <c>0 to 65535</c>.</summary>
    string Allowed { get; }

    /// <summary>Returns true when the text of a setting is an allowed value.</summary>
    /// <param name="value">The text as the user wrote it.</param>
    bool Allows(string value);

    /// <summary>Creates the JSON schema of an allowed value.</summary>
    JsonObject CreateSchema();
}
