using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZipkinMesh.Generators;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Tests.Generators;

/// <summary>The generator turns a class into a declaration, or says at which property it can't.</summary>
public sealed class OptionsSectionGeneratorTests
{
    private const string Sample = """
        /// <summary>The
        /// servers, see <see cref="Kind"/>.</summary>
        [OptionsSection("Servers:{name}", AllowsOtherKeys = true)]
        public sealed partial class ServerOptions
        {
            /// <summary>The "number" <c>N</c>.</summary>
            [Required, Range(1, 1_000)]
            public int Number { get; set; } = 5;

            /// <summary>The share.</summary>
            [Range(0.0, 0.5)]
            public double Share { get; set; } = 0.25;

            /// <summary>The kind.</summary>
            [ConfigurationKeyName("KIND")]
            public Kind Kind { get; set; } = Kind.Small;

            /// <summary>The flag.</summary>
            public bool Flag { get; set; } = true;

            /// <summary>The wait.</summary>
            [DurationRange("00:00:01", "00:01:00", Example = "00:00:02")]
            public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(2 * 3);

            /// <summary>The word.</summary>
            [AllowedValues("a", "b")]
            [CommandLineSwitch("--word", "WORD")]
            public string Word { get; set; } = "a";

            /// <summary>The names.</summary>
            public string[] Names { get; set; } = ["x", "y"];

            public int Computed => Number;

            internal int Hidden { get; set; }
        }

        public enum Kind { Small, Large }
        """;

    [Fact]
    public void Generate_Class_DeclaresItsOptions()
    {
        var section = Load(Sample, "ServerOptions");

        Assert.Equal(("Servers:{name}", "The servers, see `Kind`.", true), (section.Path, section.Description, section.AllowsOtherKeys));
        Assert.Equal(
            [
                ("Number", "The \"number\" `N`.", "1 to 1000", ""),
                ("Share", "The share.", "0.0 to 0.5", "0.25"),
                ("KIND", "The kind.", "Small, Large", "Small"),
                ("Flag", "The flag.", "true, false", "true"),
                ("Wait", "The wait.", "00:00:01 to 00:01:00, such as 00:00:02", "00:00:06"),
                ("Word", "The word.", "a, b", "a"),
                ("Names", "The names.", "any text", "x, y"),
            ],
            section.Options.Select(option => (option.Key, option.Description, option.Rule.Allowed, option.Default)));
        Assert.Equal(["Number"], section.Options.Where(option => option.IsRequired).Select(option => option.Key));
        Assert.Equal(["Word: --word WORD"], section.Options.Where(option => option.Switch is not null).Select(o => $"{o.Key}: {o.Switch!.Name} {o.Switch.ValueName}"));
        Assert.IsType<DurationRangeAttribute>(section.Find("wait")!.Rule);
    }

    [Theory]
    [InlineData("/// <summary>A.</summary>\n[OptionsSection(\"A\")] public class A { }", "Sample.A: a class with [OptionsSection] must be partial")]
    [InlineData("[OptionsSection(\"A\")] public partial class A { }", "Sample.A: the <summary> is missing")]
    [InlineData(
        "/// <summary>A.</summary>\n[OptionsSection(\"A\")] public partial class A { public bool B { get; set; } }",
        "Sample.A.B: the <summary> is missing")]
    [InlineData(
        "/// <summary>A.</summary>\n[OptionsSection(\"A\")] public partial class A {\n/// <summary>B.</summary>\npublic int B { get; set; } }",
        "Sample.A.B: an attribute must give the allowed values")]
    public void Generate_Incomplete_IsAnError(string source, string message)
    {
        var (_, problems) = Run(source);

        var problem = Assert.Single(problems);
        Assert.Equal(("MESH001", DiagnosticSeverity.Error), (problem.Id, problem.Severity));
        Assert.StartsWith(message, problem.GetMessage(), StringComparison.Ordinal);
    }

    private static OptionsSection Load(string source, string type)
    {
        var (compilation, problems) = Run(source);
        Assert.Empty(problems);
        using var assembly = new MemoryStream();
        Assert.Empty(compilation.Emit(assembly).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        return (OptionsSection)Assembly.Load(assembly.ToArray()).GetType($"Sample.{type}")!
            .GetProperty("Section", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
    }

    private static (Compilation Compilation, IReadOnlyList<Diagnostic> Problems) Run(string source)
    {
        const string Usings = """
            using System;
            using System.ComponentModel.DataAnnotations;
            using Microsoft.Extensions.Configuration;
            using ZipkinMesh.Hosting.Options;
            using ZipkinMesh.Hosting.Options.Rules;
            namespace Sample;

            """;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpParseOptions(documentationMode: DocumentationMode.Diagnose);
        var compilation = CSharpCompilation.Create(
            "Sample", [CSharpSyntaxTree.ParseText(Usings + source, options)], references, new(OutputKind.DynamicallyLinkedLibrary));
        CSharpGeneratorDriver.Create([new OptionsSectionGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
        return (generated, problems);
    }
}
